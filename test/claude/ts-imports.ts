import { registerHooks } from 'node:module';

// Node strips the types itself, but the house imports `.js`: inside this folder that means the `.ts` beside it.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith('.') && context.parentURL?.includes('/test/claude/')
      ? next(specifier.replace(/\.js$/, '.ts'), context)
      : next(specifier, context),
});
