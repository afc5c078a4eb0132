import { bad, type Check, type Finding, info, ok, warn } from './finding.js';

export interface HostFacts {
  /** Node's name of it: `linux`, `darwin`. */
  readonly platform: string;
  /** `v24.1.0`. */
  readonly node: string;
  readonly root: boolean;
  /** The process tree can be read (Linux: /proc). */
  readonly processes: boolean;
}

const NODE_FROM = [22, 22] as const;

function platformFinding({ platform, processes }: HostFacts): Finding {
  if (platform === 'darwin')
    return warn(
      'platform-observe-only',
      'macOS: claude-failover observes here and swaps nothing',
      'logins live in the Keychain under the path of their directory, so a link does not change them',
      'run it on Linux to have accounts swapped',
    );
  if (platform !== 'linux')
    return bad(
      'platform-unknown',
      `${platform} is not supported`,
      'it needs tmux and /proc',
      'run it on Linux',
    );
  if (!processes)
    return bad(
      'platform-no-proc',
      '/proc cannot be read',
      'sessions are found by their processes',
      'mount /proc, or start it outside that container',
    );
  return ok('platform', 'Linux');
}

function nodeFinding({ node }: HostFacts): Finding {
  const [major = 0, minor = 0] = node.replace(/^v/, '').split('.').map(Number);
  const [least, leastMinor] = NODE_FROM;
  if (major > least || (major === least && minor >= leastMinor)) return ok('node', `Node.js ${node}`);
  return bad('node-old', `Node.js ${node} is too old`, 'it needs 22.22 or newer', 'install a newer Node.js');
}

/** Platform and Node.js. */
export const host: Check<HostFacts> = {
  title: 'This machine',
  judge: (facts) => {
    const root = info(
      'root',
      'running as root',
      'only sessions and tmux servers of root are seen',
      'run it as the user whose sessions it is to keep at work',
    );
    return [platformFinding(facts), nodeFinding(facts), ...(facts.root ? [root] : [])];
  },
};
