/** What `filename` may hold without being quoted away: the rest is shown as `_` where nothing reads `filename*`. */
const NOT_PLAIN = /[^\w .()+-]/g;

/** What RFC 8187 lets stand in a value beside letters and digits; encodeURIComponent leaves more. */
const STILL_ENCODED = /['()*]/g;

/** Tells a browser to save a file under its name, whatever letters that has (RFC 6266). */
export function attachmentNamed(fileName: string): string {
	const plain = fileName.normalize('NFKD').replace(/\p{M}/gu, '').replace(NOT_PLAIN, '_');
	const whole = encodeURIComponent(fileName).replace(
		STILL_ENCODED,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
