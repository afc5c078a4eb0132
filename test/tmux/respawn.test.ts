import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaneId } from '../../src/core/ids.js';
import type { RespawnRequest, TmuxPort } from '../../src/core/ports.js';
import { until } from '../support/until.js';
import { factsOf, type Lab, startLab, targetOf } from './support/lab.js';

let lab: Lab;
let client: TmuxPort;
beforeEach(async () => {
  lab = await startLab();
  client = lab.connect();
});
afterEach(() => lab.end());

const screen = async (pane: PaneId): Promise<string> => (await client.capture([pane])).get(pane) ?? '';
const REPORT = ['sh', '-c', 'pwd > out; printf "%s\\n" "$X" "$@" >> out; exec tail -f /dev/null', 'sh'];

async function request(changes: Partial<RespawnRequest>): Promise<RespawnRequest> {
  const target = await targetOf(client, '%0');
  return { target, cwd: lab.server.dir, argv: ['true'], env: {}, keepShell: false, ...changes };
}

describe('respawn', () => {
  it('starts exactly these words in exactly this directory with this environment', async () => {
    const cwd = join(lab.server.dir, "it's #(touch forged) #{pid} $HOME; é");
    await mkdir(cwd);
    const words = ['a b', "q'q", '"', '$HOME', '~', ';', 'x;', '#{pid}', '#(touch forged)', '%0', '-x', ''];
    const before = (await targetOf(client, '%0')).panePid;
    const argv = [...REPORT, ...words];
    expect(await client.respawn(await request({ cwd, argv, env: { X: "v 'al' $HOME #{pid};" } }))).toEqual({
      ok: true,
    });
    const expected = `${[cwd, "v 'al' $HOME #{pid};", ...words].join('\n')}\n`;
    await until(
      'it has reported',
      async () => (await readFile(join(cwd, 'out'), 'utf8').catch(() => '')) === expected,
    );
    expect((await targetOf(client, '%0')).panePid).not.toBe(before);
  });

  it('refuses another program, a pane that is gone, and what tmux cannot be told', async () => {
    const good = await request({});
    const bad: RespawnRequest[] = [
      { ...good, target: { ...good.target, panePid: 1 } },
      { ...good, target: { ...good.target, pane: '%99' as PaneId } },
      { ...good, argv: [] },
      { ...good, argv: ['echo', 'a\nkill-server'] },
      { ...good, env: { 'A B': 'x' } },
    ];
    for (const one of bad) expect(await client.respawn(one)).toMatchObject({ ok: false });
    expect((await factsOf(client, '%0')).panePid).toBe(good.target.panePid);
  });

  it('keeps a shell behind the program when told to', async () => {
    const argv = ['sh', '-c', 'echo was here'];
    expect(await client.respawn(await request({ argv, keepShell: true }))).toEqual({ ok: true });
    await until('it has run', async () => (await screen('%0' as PaneId)).includes('was here'));
    await lab.server.tmux('send-keys', '-t', '%0', 'echo "and $((40 + 2))"', 'Enter');
    await until('a shell answers', async () => (await screen('%0' as PaneId)).includes('and 42'));
  });

  it('brings a dead pane back that was told to stay, and lets it go again', async () => {
    const target = await targetOf(client, '%0');
    await lab.server.tmux('new-session', '-d', '-s', 'stays', 'tail -f /dev/null');
    expect(await client.keepWhenDead(target, true)).toBe(true);
    process.kill(target.panePid, 'SIGKILL');
    await until('the pane is dead', async () => (await factsOf(client, '%0')).dead);
    const argv = ['sh', '-c', 'echo back; exec tail -f /dev/null'];
    expect(await client.respawn({ ...(await request({ argv })), target })).toEqual({ ok: true });
    await until('it is back', async () => (await screen('%0' as PaneId)).includes('back'));
    const again = await targetOf(client, '%0');
    expect(await client.keepWhenDead(again, false)).toBe(true);
    process.kill(again.panePid, 'SIGKILL');
    await until('the pane is gone', async () => {
      const listing = await client.list();
      return listing?.panes.every((facts) => facts.pane !== '%0');
    });
  });
});
