import { z } from 'zod';

/** A form for every field of a type: the compiler tells when one is missing, or is no longer there. */
export function record<T>(fields: { readonly [K in keyof T]-?: z.ZodType<T[K]> }): z.ZodType<T> {
  return z.object(fields) as unknown as z.ZodType<T>;
}

export const text = z.string();
export const count = z.number().meta({ minimum: 0 });
/** ISO 8601, UTC. */
export const time = z.string().meta({ format: 'date-time' });
export const orNull = <T>(form: z.ZodType<T>): z.ZodType<T | null> => form.nullable();
export const listOf = <T>(form: z.ZodType<T>): z.ZodType<readonly T[]> => z.array(form);

/** A form with what it means. */
export function said<T>(form: z.ZodType<T>, description: string): z.ZodType<T> {
  return form.meta({ ...form.meta(), description });
}
