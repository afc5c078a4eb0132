const HIDDEN = '[secret]';
/** Shorter values would blot out ordinary words. */
const MIN_LENGTH = 6;

/** The characters of base64 that depend on `bytes` alone when `before` other bytes stand in front of them. */
function withinBase64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const first = Math.ceil((before * 8) / 6);
  return text.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
}

function forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((before) => withinBase64(bytes, before));
  const base64url = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, encodeURIComponent(secret), ...base64, ...base64url];
}

/** A function that takes every known secret out of a text: as it is, as JSON, in a URL and in base64. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets.filter((secret) => secret.length >= MIN_LENGTH).flatMap(forms))].sort(
    (a, b) => b.length - a.length,
  );
  return (text) => known.reduce((clean, form) => clean.replaceAll(form, HIDDEN), text);
}
