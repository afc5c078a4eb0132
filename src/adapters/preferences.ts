import Conf from 'conf';

type Value = string | number | boolean;

/** What the dashboard remembers between runs. Unimportant by design: a broken file is begun anew. */
export interface Preferences {
  /** One preference; undefined when it was never set or the store cannot be read. */
  get(key: string): Value | undefined;
  /** false when it could not be written; the dashboard goes on without. */
  set(key: string, value: Value): boolean;
}

/** `preferences.json` (0600) in the state directory. Never throws. */
export function openPreferences(stateDir: string): Preferences {
  let store: Conf<Record<string, unknown>> | null = null;
  const opened = () => {
    store ??= new Conf<Record<string, unknown>>({
      cwd: stateDir,
      configName: 'preferences',
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: true,
    });
    return store;
  };
  return {
    get: (key) => {
      try {
        const value = opened().get(key);
        const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return known ? value : undefined;
      } catch {
        return undefined;
      }
    },
    set: (key, value) => {
      try {
        opened().set(key, value);
        return true;
      } catch {
        return false;
      }
    },
  };
}
