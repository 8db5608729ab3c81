/** Media types by the ends of names, of the files an agency delivers. */
const types: Record<string, string> = {
	aac: 'audio/aac',
	gif: 'image/gif',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	m4a: 'audio/mp4',
	m4v: 'video/x-m4v',
	mkv: 'video/x-matroska',
	mov: 'video/quicktime',
	mp3: 'audio/mpeg',
	mp4: 'video/mp4',
	mxf: 'application/mxf',
	pdf: 'application/pdf',
	png: 'image/png',
	srt: 'application/x-subrip',
	vtt: 'text/vtt',
	wav: 'audio/wav',
	webm: 'video/webm',
	webp: 'image/webp',
};

/** The media type that a name speaks of. */
export function mediaTypeOf(name: string): string {
	const end = name.split('.').pop()?.toLowerCase() ?? '';
	return types[end] ?? 'application/octet-stream';
}
