import { postgresPrograms } from '../postgres';

const skipped = 'skip';

// Without a server every suite of the run is listed as skipped, by name.
if (postgresPrograms === null) {
	const skip = describe[skipped];
	const named = (title: string, body: () => void) => skip(`${title} (no postgresql-15)`, body);
	Reflect.set(globalThis, 'describe', Object.assign(named, describe, { each: skip.each }));
}
