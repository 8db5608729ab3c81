/** Run by sdks.test.ts in a process of its own: axios and fetch with the sandbox's environment. */
import axios from 'axios';
import { sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';

async function run() {
	const clickup = axios.create({
		baseURL: 'https://api.clickup.com/api/v2',
		// Node follows the environment's proxy itself; axios must not do it a second time.
		proxy: false,
		headers: { authorization: sandboxTokens.clickup },
		validateStatus: () => true,
	});
	const task = await clickup.post('/list/901100000001/task', { name: 'From axios' });
	const missing = await clickup.get('/task/none');
	const fetched = await fetch(`https://api.clickup.com/api/v2/task/${task.data.id}`, {
		headers: { authorization: sandboxTokens.clickup },
	});
	const stranger = await fetch('https://example.com/');
	return {
		task: task.data.name,
		missing: [missing.status, missing.data.ECODE],
		fetched: ((await fetched.json()) as { name: string }).name,
		stranger: stranger.status,
	};
}

run().then(
	(seen) => process.stdout.write(JSON.stringify(seen)),
	(error: Error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exitCode = 1;
	},
);
