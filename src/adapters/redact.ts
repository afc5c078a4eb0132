const HIDDEN = '[secret]';
/** Shorter values would blot out ordinary words. */
const MIN_LENGTH = 6;

function forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    encodeURIComponent(secret),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ].map((form) => form.replace(/=+$/, ''));
}

/** A function that takes every known secret out of a text: as it is, as JSON, in a URL and in base64. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets.filter((secret) => secret.length >= MIN_LENGTH).flatMap(forms))].sort(
    (a, b) => b.length - a.length,
  );
  return (text) => known.reduce((clean, form) => clean.replaceAll(form, HIDDEN), text);
}
