import { registerHooks } from 'node:module';

// Node strips the types itself, but what is shared with the tests imports `.js`: that means the `.ts` beside it.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith('.') && context.parentURL?.includes('/test/support/')
      ? next(specifier.replace(/\.js$/, '.ts'), context)
      : next(specifier, context),
});
