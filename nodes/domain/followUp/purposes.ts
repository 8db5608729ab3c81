/** Why a client is written to; offers need consent, what belongs to their order does not. */
export const purposes = ['transactional', 'marketing'] as const;

/** Why a client is written to. */
export type Purpose = (typeof purposes)[number];
