import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Child } from '../child';
import { startChild } from '../child';
import type { ScaleLayout } from './layout';

/** Where the balancer listens and whom it stands before. */
export interface BalancerPlace {
	program: string;
	folder: string;
	/** Address of n8n for everybody, e.g. port 5678. */
	n8nPort: number;
	/** Address of the service for everybody, e.g. port 5680. */
	servicePort: number;
	layout: ScaleLayout;
	logFile: string;
}

/** Starts haproxy with a configuration written for this layout; ready when it answers. */
export function startBalancer(place: BalancerPlace): Child {
	const { program, folder, layout, logFile } = place;
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, 'haproxy.cfg');
	writeFileSync(file, balancerConfig(place));
	return startChild({
		name: 'balancer',
		command: program,
		args: ['-db', '-f', file],
		env: process.env,
		logFile,
		isReady: async () => (await fetch(`http://127.0.0.1:${layout.balancerPort}/healthz`)).ok,
		readyWithinMs: 30_000,
	});
}

/** What a caller is told while no service is ready, in the service's own form. */
const noService = {
	code: 'service/none-ready',
	what: 'No service is ready.',
	why: 'Every replica is away, or cannot reach its database.',
	mend: 'Make the same call again in a moment: what was done is not done twice.',
};

/**
 * haproxy's configuration (https://docs.haproxy.org/2.6/configuration.html, read 2026-11-26).
 * A call goes to another server only when the connection was refused, that is before anything was
 * sent: whether it may be repeated later is for the caller to say.
 */
export function balancerConfig({ n8nPort, servicePort, layout }: BalancerPlace): string {
	const { balancerPort, n8n, services } = layout;
	const [main] = n8n;
	const server = (name: string, port: number, more = '') =>
		`	server ${name} 127.0.0.1:${port} check${more}`;
	return `
global
	log stdout format raw local0 notice
	maxconn 4000

defaults
	mode http
	log global
	option forwardfor
	option redispatch 1
	retries 3
	retry-on conn-failure
	timeout connect 2s
	timeout check 3s
	timeout http-request 30s
	timeout client 5m
	timeout server 5m
	timeout tunnel 1h
	default-server inter 1s fall 3 rise 1 on-marked-down shutdown-sessions

frontend n8n
	bind 127.0.0.1:${n8nPort}
	acl is_hook path_beg /webhook/ /webhook-waiting/ /form/ /form-waiting/
	use_backend n8n_hooks if is_hook
	default_backend n8n_main

# Calls of production workflows; the main process takes them while no webhook process does.
backend n8n_hooks
	balance leastconn
	option httpchk GET /healthz/readiness
${n8n
	.filter(({ role }) => role === 'webhook')
	.map(({ name, port }) => server(name, port))
	.join('\n')}
${server(main.name, main.port, ' backup')}

backend n8n_main
	option httpchk GET /healthz/readiness
${server(main.name, main.port)}

frontend service
	bind 127.0.0.1:${servicePort}
	default_backend services

backend services
	balance leastconn
	option httpchk GET /readyz
	# A connection of its own for each call: none is sent into one that a server just closes.
	option http-server-close
	http-error status 503 content-type application/json hdr Retry-After 1 string ${inQuotes(JSON.stringify({ error: noService }))}
${services.map(({ name, port }) => server(name, port)).join('\n')}

frontend status
	bind 127.0.0.1:${balancerPort}
	http-request return status 200 content-type text/plain string ok if { path /healthz }
	stats enable
	stats uri /
`.trimStart();
}

/** A word of haproxy's configuration with blanks in it; between single quotes nothing is special. */
function inQuotes(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
