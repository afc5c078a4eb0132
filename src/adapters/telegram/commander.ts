import { randomBytes } from 'node:crypto';
import type { Command, Store } from '../../core/commands.js';
import type { Acknowledger } from '../../core/notifier/message.js';
import { questionData } from '../../core/telegram/button.js';
import { countCommand, NO_RATE } from '../../core/telegram/limits.js';
import { planOf, resultText } from '../../core/telegram/plan.js';
import { type Question, takeQuestion, withQuestion } from '../../core/telegram/questions.js';
import type { Decision } from '../../core/telegram/update.js';
import type { Instant } from '../../core/time.js';
import type { Speaker } from './speaker.js';

type Order = Extract<Decision, { type: 'command' }>;
type Pressed = Extract<Decision, { type: 'button' }>;

export interface CommanderOptions {
  readonly store: Pick<Store, 'getSnapshot' | 'send'>;
  readonly acknowledger: Acknowledger;
  readonly speaker: Speaker;
  readonly chat: number;
  readonly now: () => Instant;
}

const TOO_MANY = 'Too many commands: ten a minute are obeyed. Wait a minute.';
const TOO_LATE = 'This question is not open for you (any more). Ask again with /swap.';

/** Obeys what was found to come from the person. Open questions live here: none survives a restart. */
export class Commander {
  readonly #options: CommanderOptions;
  #questions: readonly Question[] = [];
  #rate = NO_RATE;

  constructor(options: CommanderOptions) {
    this.#options = options;
  }

  async obey(decision: Order | Pressed): Promise<void> {
    const { now, speaker, acknowledger } = this.#options;
    const counted = countCommand(this.#rate, now().steadyMs);
    this.#rate = counted.rate;
    if (!counted.obey) {
      if (decision.type === 'button') speaker.answerPress(decision.query, TOO_MANY);
      else if (counted.tell) speaker.say(TOO_MANY);
      return;
    }
    if (decision.type === 'button') return this.#press(decision);
    const plan = planOf(decision.word, decision.words, this.#options.store.getSnapshot(), now().wallMs);
    if (plan === null) {
      // In a group it may be meant for another bot.
      if (decision.private) speaker.say('No such command. /help lists them.');
      return;
    }
    acknowledger.acknowledgeAll();
    if (plan.type === 'say') speaker.say(plan.text);
    else if (plan.type === 'order') speaker.say(await this.#order(plan.command));
    else this.#ask(decision.user, plan);
  }

  #ask(user: number, plan: { readonly to: string; readonly force: boolean; readonly text: string }): void {
    const id = randomBytes(9).toString('base64url');
    const { chat, now, speaker } = this.#options;
    const { to, force } = plan;
    this.#questions = withQuestion(this.#questions, { id, user, chat, to, force, askedMs: now().steadyMs });
    const data = questionData(id);
    speaker.say(plan.text, [
      { text: force ? `Swap to ${to}, limited` : `Swap to ${to}`, data: data.swap },
      { text: 'Cancel', data: data.cancel },
    ]);
  }

  async #press({ press, query, user, message }: Pressed): Promise<void> {
    const { speaker, acknowledger } = this.#options;
    if (press.type === 'ack') {
      const known = acknowledger.acknowledge(press.message);
      return speaker.answerPress(query, known ? 'Noted.' : 'Noted before, or too old.');
    }
    acknowledger.acknowledgeAll();
    if ('proposalAtMs' in press) {
      const text = await this.#answerProposal(press.type === 'yes', press.proposalAtMs);
      speaker.answerPress(query, text);
      speaker.removeKeys(message);
      return speaker.say(text);
    }
    const { now, chat } = this.#options;
    const nowMs = now().steadyMs;
    const taken = takeQuestion(this.#questions, { id: press.question, user, chat, nowMs });
    this.#questions = taken.open;
    if (taken.question === null) return speaker.answerPress(query, TOO_LATE);
    const { to, force } = taken.question;
    const text =
      press.type === 'cancel' ? 'Cancelled: no swap.' : await this.#order({ type: 'swap', to, force });
    speaker.answerPress(query, text);
    speaker.removeKeys(message);
    speaker.say(text);
  }

  /** The engine compares once more: what it proposes may change while the command is on its way. */
  async #answerProposal(yes: boolean, proposedAtMs: number): Promise<string> {
    const { proposal } = this.#options.store.getSnapshot();
    if (proposal === null || Date.parse(proposal.at) !== proposedAtMs)
      return 'Not done: this proposal no longer stands. /status tells what does.';
    return this.#order({ type: 'answer', yes, of: proposal.at });
  }

  async #order(command: Command): Promise<string> {
    return resultText(await this.#options.store.send(command));
  }
}
