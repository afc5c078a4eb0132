import { bad, type Check, info, ok } from './finding.js';

/** One way to tell the person, as far as the doctor needs it. `sendTest` sends one real message. */
export interface TestChannel {
  readonly name: string;
  /** Settles within its own deadline, never throws; `reason` holds no secret. */
  sendTest(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>;
}

export interface NotifierFacts {
  readonly channels: readonly {
    readonly name: string;
    /** Why its secret cannot be had, a sentence; null when it can. */
    readonly secretRefusal: string | null;
    /** Of a test message; `not-asked` without `--notify`. */
    readonly test: 'not-asked' | 'sent' | { readonly failed: string };
  }[];
}

/** Telegram and e-mail. */
export const notifier: Check<NotifierFacts> = {
  title: 'Messages',
  judge: ({ channels }) => {
    if (channels.length === 0)
      return [
        info(
          'notifier-none',
          'no messages are sent',
          'neither Telegram nor e-mail is configured',
          'see notifications in config.example.yaml',
        ),
      ];
    return channels.map(({ name, secretRefusal, test }) => {
      if (secretRefusal !== null)
        return bad(
          'notifier-secret',
          `${name}: its secret cannot be had`,
          secretRefusal,
          'correct notifications in the configuration, or where claude-failover is started',
        );
      if (test === 'not-asked')
        return ok('notifier', `${name}: configured (claude-failover doctor --notify sends a test message)`);
      if (test === 'sent') return ok('notifier-sent', `${name}: a test message was sent`);
      return bad(
        'notifier-failed',
        `${name}: the test message was not sent`,
        test.failed,
        'correct notifications in the configuration, then try again',
      );
    });
  },
};
