import '../bench/ts-imports.ts';

// Whoever makes a storm inside tmux must not lend us that server.
delete process.env.TMUX;
delete process.env.TMUX_PANE;

const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
