import { z } from 'zod';
import { defaultMedia, defaultStorage } from '../service/settings';
import { processes, text, url, variable } from './fields';

const bucketPlace = z
	.object({
		bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket'),
		/** Goes before every name in the bucket. */
		prefix: z
			.string()
			.regex(/^[\w.-]+(\/[\w.-]+)*$|^$/, 'expected parts with slashes between')
			.default(''),
		storageClass: z
			.string()
			.regex(/^[A-Z0-9_]{1,40}$/, 'expected a class such as STANDARD_IA')
			.optional(),
	})
	.strict();

/** How files are measured and checked. */
export const mediaSchema = z
	.object({
		/** Folder with spec packs of your own, YAML or JSON; from the file's own folder. */
		packs: text.optional(),
		/** Folder with room for files while they are checked; default: the machine's temporary one. */
		folder: text.optional(),
		/** Larger files are refused. */
		maxGigabytes: z
			.number()
			.gt(0, 'expected a number of gigabytes above 0')
			.default(defaultMedia.maxGigabytes),
		/** Checks that one process of the service does at a time. */
		atATime: processes.default(defaultMedia.atATime),
		/** Days that a link to a report is good for. */
		reportDays: z
			.number()
			.gt(0, 'expected a number of days above 0')
			.max(366, 'expected a year at most')
			.default(defaultMedia.reportDays),
	})
	.strict()
	.default({});

/** Where deliveries are kept, and how they are brought there. */
export const storageSchema = z
	.object({
		/** Address of a storage that speaks S3; default: Amazon's own for the region. */
		endpoint: url.optional(),
		region: text.default(defaultStorage.region),
		/** Whether the bucket stands in the path and not in the name of the host. */
		pathStyle: z.boolean().default(defaultStorage.pathStyle),
		accessKeyIdEnv: variable.default('STORAGE_ACCESS_KEY_ID'),
		secretAccessKeyEnv: variable.default('STORAGE_SECRET_ACCESS_KEY'),
		/** What clients download. */
		delivery: bucketPlace.optional(),
		/** What the agency keeps. */
		archive: bucketPlace.optional(),
		/** Days that download links are good for after a delivery was stored. */
		linkDays: z
			.number()
			.gt(0, 'expected a number of days above 0')
			.max(3_660, 'expected ten years at most')
			.default(defaultStorage.linkDays),
		/** Minutes that one address of a file is good for; S3 takes a week at most. */
		urlMinutes: z
			.number()
			.min(1, 'expected 1 or more minutes')
			.max(10_080, 'expected a week at most')
			.default(defaultStorage.urlMinutes),
		/** Deliveries that one process of the service stores at a time. */
		atATime: processes.default(defaultStorage.atATime),
		/** Size of the parts of large files; S3 takes 5 to 5,000 MB. */
		partMegabytes: z
			.number()
			.min(5.3, 'expected at least 5.3 MB')
			.max(500, 'expected at most 500 MB')
			.default(defaultStorage.partMegabytes),
		/** What the storage compares parts by: md5 for those that know no SHA-256. */
		checksums: z.enum(['sha256', 'md5']).default(defaultStorage.checksums),
	})
	.strict()
	.default({});
