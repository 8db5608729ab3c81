import { sharedFolder } from './sharedFolder';

/** The folder with the vendors' API descriptions; null where it is not given. */
export const specsFolder: string | null = sharedFolder('specs');

/** The folder with the public data sets; null where it is not given. */
export const dataFolder: string | null = sharedFolder('data');

const skipped = 'skip';

/** `describe` where the API descriptions are there; elsewhere the suite is listed as skipped. */
export const describeWithSpecs = choose(specsFolder, 'specs', describe);

/** `describe` where the public data sets are there; elsewhere the suite is listed as skipped. */
export const describeWithData = choose(dataFolder, 'data', describe);

function choose(
	folder: string | null,
	name: string,
	run: jest.Describe,
): (title: string, body: () => void) => void {
	if (folder !== null) return run;
	return (title, body) => run[skipped](`${title} (AGENCY_SHARED has no ${name})`, body);
}
