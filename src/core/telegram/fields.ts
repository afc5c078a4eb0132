/** Identifiers that JSON can carry exactly; anything else is no identifier, however it was rounded on its way. */
export function idOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value !== 0 ? value : null;
}

/** Update ids are positive 32-bit integers (Bot API 9, "Update"): a larger one would put the offset out of reach for good. */
const UPDATE_ID_MAX = 2 ** 31 - 1;

/** The number an update is counted by; null: it cannot be confirmed, hence is never obeyed. */
export function updateIdOf(value: unknown): number | null {
  const id = idOf(value);
  return id !== null && id > 0 && id <= UPDATE_ID_MAX ? id : null;
}
