import type { Start } from '../lab.js';
import { MANUAL, type Scene, scene } from './scene.js';

type Variant = Omit<Start, 'version'> & { readonly until: RegExp; readonly notes: string };

const WAITING = 'waiting-permission';

/** A dialog that this CLI opens before its first prompt. */
const asked = (variant: string, { notes, ...start }: Variant): Scene =>
  scene(`startup-${variant}`, async (lab, version) => {
    await lab.start({ ...start, version });
    lab.shot('startup-dialog', variant, { label: WAITING, notes });
  });

const TRUST: Variant = {
  unanswered: ['trust'],
  until: /Do you trust|I trust this folder/,
  notes: 'first start in this directory: is it trusted',
};

const AUTO_MODE: Variant = {
  ...MANUAL,
  unanswered: ['auto-mode'],
  until: /default\s+permission\s+mode\?/,
  notes: 'the offer to make auto mode the default (2.1.330)',
};

const THEME: Variant = {
  unanswered: ['onboarding', 'trust'],
  until: /text style/,
  notes: 'first start of all: the text style',
};

const API_KEY: Variant['env'] = {
  ANTHROPIC_API_KEY: 'sk-ant-dummy-000000000000000000000',
};

/** What stands in the composer's place before anybody has typed. */
export const startup: readonly Scene[] = [
  asked('trust', TRUST),
  asked('trust-60', { ...TRUST, cols: 60 }),
  asked('bypass-permissions', {
    unanswered: ['bypass-permissions'],
    args: ['--dangerously-skip-permissions'],
    until: /Yes, I accept/,
    notes: 'the warning of --dangerously-skip-permissions, not accepted yet',
  }),
  asked('auto-mode', AUTO_MODE),
  asked('auto-mode-60', { ...AUTO_MODE, cols: 60 }),
  asked('fullscreen', {
    unanswered: ['fullscreen'],
    until: /fullscreen renderer\?/,
    notes: 'the offer of the fullscreen renderer (2.1.330)',
  }),
  asked('custom-api-key', {
    env: API_KEY,
    until: /Do you want to use this API key/,
    notes: 'an API key in the environment that nobody has answered for',
  }),
  asked('theme', THEME),
  asked('theme-60', { ...THEME, cols: 60 }),
  scene('startup-login', async (lab, version) => {
    const cli = await lab.start({ ...THEME, version, login: null });
    cli.keys('Enter');
    await cli.until('the login', /Select login method/);
    await cli.settle();
    lab.shot('startup-dialog', 'login', { label: WAITING, notes: 'first start, nobody logged in' });
    cli.keys('Enter');
    await cli.until('the address', /Paste code here/);
    await cli.settle();
    lab.shot('startup-dialog', 'login-code', { label: WAITING, notes: 'waits for the code of the web page' });
  }),
  scene('startup-security-notes', async (lab, version) => {
    // 2.1.330 comes here at once; older versions ask for a login although there is one.
    const cli = await lab.start({ ...THEME, version });
    cli.keys('Enter');
    await cli.until('the notes', /Security notes/);
    await cli.settle();
    lab.shot('startup-dialog', 'security-notes', { label: WAITING, notes: 'first start, logged in' });
  }),
  scene('startup-logged-out', async (lab, version) => {
    await lab.start({ version, login: null });
    lab.shot('auth', 'not-logged-in-at-start', {
      label: 'auth-error',
      notes: 'no credentials: an ordinary prompt, and a footer that says so',
    });
  }),
];
