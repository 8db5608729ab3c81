import { MendableError } from '../../../nodes/domain/errors';
import { lookAtMediaTools } from '../../../orchestrator/src/monitor/mediaTools';

const tools = (ffmpeg: string) => async () => ({
	ffmpeg,
	ffprobe: '/usr/bin/ffprobe',
	version: '5.1.9',
	filters: new Set<string>(),
});

describe('what films are measured with', () => {
	it('is fine where the system has it', async () => {
		expect(await lookAtMediaTools(tools('/usr/bin/ffmpeg'), '/brought/ffmpeg')).toMatchObject({
			level: 'ok',
			says: 'ffmpeg 5.1.9 measures files',
		});
	});

	it('is worth knowing where only npm brought it', async () => {
		expect(await lookAtMediaTools(tools('/brought/ffmpeg'), '/brought/ffmpeg')).toMatchObject({
			level: 'note',
			mend: expect.stringContaining('apt-get install ffmpeg'),
		});
	});

	it('is a finding where there is nothing, with the remedy', async () => {
		const none = async () =>
			await Promise.reject(new MendableError('media/ffmpeg-missing', 'What.', 'Why.', 'Mend.'));
		expect(await lookAtMediaTools(none, null)).toEqual({
			about: 'Media',
			level: 'warning',
			says: 'no file can be measured: Why.',
			mend: 'Mend.',
		});
	});

	it('breaks where what went wrong is no report', async () => {
		const broken = async () => await Promise.reject(new Error('a bug'));
		await expect(lookAtMediaTools(broken, null)).rejects.toThrow('a bug');
	});
});
