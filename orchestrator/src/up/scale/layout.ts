import type { Settings } from '../../config';

/** What an n8n process of the set-up does: serve the canvas and timers, take calls, or run flows. */
export type N8nRole = 'main' | 'webhook' | 'worker';

/** One n8n process. */
export interface N8nPlace {
	name: string;
	role: N8nRole;
	/** Where it serves, and where it says whether it is ready. */
	port: number;
	brokerPort: number;
}

/** Every process of the scaled set-up with its ports, all on loopback. */
export interface ScaleLayout {
	postgresPort: number;
	redisPort: number;
	/** Where the balancer tells what it thinks of the others. */
	balancerPort: number;
	/** The main process comes first. */
	n8n: [N8nPlace, ...N8nPlace[]];
	services: Array<{ name: string; port: number }>;
}

/** Gives each process its ports, one after the other from `scale.firstPort` on; no other place does. */
export function layoutOf({ scale }: Pick<Settings, 'scale'>): ScaleLayout {
	let next = scale.firstPort;
	const take = () => next++;
	const n8nPlace = (name: string, role: N8nRole): N8nPlace => ({
		name,
		role,
		port: take(),
		brokerPort: take(),
	});
	const several = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
	return {
		postgresPort: take(),
		redisPort: take(),
		balancerPort: take(),
		n8n: [
			n8nPlace('main', 'main'),
			...several(scale.webhooks).map((number) => n8nPlace(`webhook-${number}`, 'webhook')),
			...several(scale.workers).map((number) => n8nPlace(`worker-${number}`, 'worker')),
		],
		services: several(scale.services).map((number) => ({
			name: `service-${number}`,
			port: take(),
		})),
	};
}

/** Every port of the set-up with what listens there. */
export function portsOfLayout(layout: ScaleLayout): Array<{ port: number; what: string }> {
	return [
		{ port: layout.postgresPort, what: 'Postgres' },
		{ port: layout.redisPort, what: 'Redis' },
		{ port: layout.balancerPort, what: 'the balancer' },
		...layout.n8n.flatMap(({ name, port, brokerPort }) => [
			{ port, what: `n8n ${name}` },
			{ port: brokerPort, what: `the task broker of n8n ${name}` },
		]),
		...layout.services.map(({ name, port }) => ({ port, what: name })),
	];
}
