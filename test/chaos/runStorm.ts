import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from '../../orchestrator/src/up/parts';
import { addPeers } from '../support/peerFlows';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import type { Act, Wanted } from './acts';
import { actsIn, wantedOf } from './acts';
import type { Arena } from './arena';
import { openArena } from './arena';
import { openBrake } from './brake';
import type { FallingStorm } from './fall';
import { openStorm, startAnew } from './fall';
import { harmsOf } from './harms';
import type { ReportedUnknown } from './judge';
import { judge } from './judge';
import type { Door, StormLead } from './leads';
import { drawDeliveries, drawLeads } from './leads';
import { movementsOf, timesTaken } from './movement';
import type { ChaosOptions } from './options';
import type { RunReport } from './report';
import type { Address } from './sender';
import { formsAddress, intakeAddress, sendAll } from './sender';
import type { Ledger } from './settling';
import { deadEvents, recordsOf, reportedUnknown, untilSettled } from './settling';
import type { StormOptions } from './storm';
import { drawStorm } from './storm';

type Say = (line: string) => void;

/** Everything has to have come to its end so long after the last recovery. */
const SETTLED_WITHIN_MS = 120_000;
/** It is waited for longer, so that the report can say what came of it. */
const WAIT_TO_SETTLE_MS = 300_000;
/** The plain workflow has settled when nothing new was done for so long. */
const CALM_MS = 20_000;

/**
 * Starts the stack, lets the storm fall on it while leads are sent, puts everything in order again,
 * and judges what the services did.
 *
 * @throws the signal's reason, and what keeps the stack from starting
 */
export async function runStorm(
	options: ChaosOptions,
	home: string,
	say: Say,
	signal: AbortSignal,
): Promise<RunReport> {
	const arena = await openArena(home, options.mode, say, signal);
	try {
		if (options.withoutLedger) await addPeers({ ...arena.stack, settings: arena.seenByN8n });
		return await stormOver(arena, options, say, signal);
	} finally {
		await arena.stop();
	}
}

async function stormOver(
	arena: Arena,
	options: ChaosOptions,
	say: Say,
	signal: AbortSignal,
): Promise<RunReport> {
	const { seed, leads: count, withoutLedger } = options;
	const sandbox = sandboxClient(arena.viewerUrl);
	const startedAt = Date.now();
	const leads = drawLeads(count, seed, new Date(startedAt));
	const wanted = leads.map((lead) => wantedIn(lead, startedAt, withoutLedger));
	const since = () => `${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(7)} s`;
	const storm = openStorm(drawStorm(planOf(options)), {
		part: (name) => arena.stack.parts.get(name),
		relays: arena.relays,
		fault: sandbox.fault,
		say: (line) => say(`${since()}  ${line}`),
		signal,
	});
	const sent = await sendAll({
		leads,
		deliveries: drawDeliveries(count, seed),
		doors: doorsOf(arena, withoutLedger),
		perSecond: options.rate,
		mayGoOn: brakeOf(sandbox, wanted, withoutLedger, signal),
		onSent: (number) => {
			storm.reach(number);
			if (number % 100 === 0) say(`${since()}  ${number} leads sent`);
		},
		signal,
	});
	await storm.over();
	const met = await metFaults(sandbox, storm);
	say(`${since()}  the storm is over; everything is started anew`);
	await startAllAnew(arena, storm);
	const settled = await (withoutLedger
		? untilCalm(sandbox, signal)
		: settle(arena, signal, () => say(`${since()}  settled`)));
	const ledger = withoutLedger ? noLedger : await ledgerSays(ledgerOf(arena), wanted);
	const acts = actsIn(await sandbox.state());
	return {
		startedAt,
		title: titleOf(options),
		sent,
		movements: movementsOf(storm.fallen, beginningsOf(acts)),
		timesTaken: timesTaken(
			new Map([...sent.acknowledged].map(([index, at]) => [leads[index].marker, at])),
			acts,
		),
		faults: { ordered: storm.faults.length, met },
		settledMs: settled.ms,
		findings: [
			...storm.broken,
			...settled.findings,
			...ledger.dead.map((dead) => `given up: ${dead}`),
		],
		verdict: judge({
			acknowledged: [...sent.acknowledged.keys()].map((index) => wanted[index]),
			sent: [...sent.sent].map((index) => wanted[index]),
			acts: [...acts, ...ledger.records],
			unknown: ledger.unknown,
			harms: harmsOf(storm),
		}),
	};
}

function planOf({ seed, leads, mode, blows }: ChaosOptions): StormOptions {
	return { seed, leads, mode, ...(blows === null ? {} : { blows }) };
}

function titleOf({ seed, leads, mode, withoutLedger }: ChaosOptions): string {
	const run = `${leads} leads, seed ${seed}, ${mode} mode`;
	return withoutLedger
		? `Control run: ${run}. The leads went through the plain workflow of n8n's own nodes, without inbox and ledger; what it loses and doubles is what they prevent.`
		: `Chaos run: ${run}.`;
}

function wantedIn(lead: StormLead, now: number, withoutLedger: boolean): Wanted {
	const wanted = wantedOf(lead, new Date(now));
	// The plain workflow has nowhere to record why it said no.
	return withoutLedger
		? { ...wanted, kinds: wanted.kinds.filter((kind) => kind !== 'record') }
		: wanted;
}

function doorsOf({ stack }: Arena, withoutLedger: boolean): Record<Door, Address> {
	const { settings, secrets } = stack;
	const intake = (path: string) =>
		intakeAddress(`${settings.n8n.url}/webhook/${path}`, secrets.webhookSecret);
	if (withoutLedger) {
		return { intake: intake('peer-lead-intake'), forms: intake('peer-lead-intake') };
	}
	return {
		intake: intake('lead-intake'),
		forms: formsAddress(`${settings.service.url}/hooks/forms`, secrets.formSecret),
	};
}

function brakeOf(
	sandbox: SandboxClient,
	wanted: readonly Wanted[],
	withoutLedger: boolean,
	signal: AbortSignal,
) {
	const shows = wanted.map(({ kinds }) => kinds.includes('hubspot.contact'));
	return openBrake({
		mostOpen: 60,
		// Without a ledger leads are lost, and would be waited for in vain.
		longestMs: withoutLedger ? 2_000 : 90_000,
		showing: (acknowledged) => [...acknowledged.keys()].filter((index) => shows[index]).length,
		shown: async () => (await sandbox.counts()).contacts,
		signal,
	});
}

async function metFaults(sandbox: SandboxClient, { faults }: FallingStorm): Promise<number> {
	const left = await sandbox.countPendingFaults();
	await sandbox.clearFaults();
	return faults.reduce((sum, { rule }) => sum + rule.times, 0) - left;
}

/** What the others cannot start without. */
const first = ['postgres', 'redis'];

async function startAllAnew({ stack }: Arena, storm: FallingStorm): Promise<void> {
	const startPart = async (part: Part) => {
		await part.stop();
		await startAnew(part).catch((error: unknown) => {
			storm.broken.push(`${part.name} did not start again: ${String(error)}`);
		});
	};
	const parts = [...stack.parts].filter(({ name }) => name !== 'sandbox');
	await Promise.all(parts.filter(({ name }) => first.includes(name)).map(startPart));
	await Promise.all(parts.filter(({ name }) => !first.includes(name)).map(startPart));
}

interface Settled {
	ms: number | null;
	findings: string[];
}

async function settle(arena: Arena, signal: AbortSignal, onSettled: () => void): Promise<Settled> {
	try {
		const ms = await untilSettled(ledgerOf(arena), WAIT_TO_SETTLE_MS);
		onSettled();
		if (ms <= SETTLED_WITHIN_MS) return { ms, findings: [] };
		const [took, may] = [ms, SETTLED_WITHIN_MS].map((time) => Math.round(time / 1_000));
		return { ms, findings: [`settling took ${took} s; ${may} s is what it may take`] };
	} catch (error) {
		signal.throwIfAborted();
		return { ms: null, findings: [error instanceof Error ? error.message : String(error)] };
	}
}

async function untilCalm(sandbox: SandboxClient, signal: AbortSignal): Promise<Settled> {
	const began = performance.now();
	let latest = '';
	let since = began;
	while (performance.now() - since < CALM_MS) {
		const counts = JSON.stringify(await sandbox.counts());
		if (counts !== latest) since = performance.now();
		latest = counts;
		await pause(500, undefined, { signal });
	}
	return { ms: since - began, findings: [] };
}

function ledgerOf({ stack }: Arena): Ledger {
	return { url: stack.settings.service.url, apiKey: stack.secrets.ledgerApiKey };
}

interface LedgerWords {
	unknown: ReportedUnknown[];
	records: Act[];
	dead: string[];
}

const noLedger: LedgerWords = { unknown: [], records: [], dead: [] };

async function ledgerSays(ledger: Ledger, wanted: readonly Wanted[]): Promise<LedgerWords> {
	return {
		unknown: await reportedUnknown(ledger),
		records: await recordsOf(ledger, wanted),
		dead: await deadEvents(ledger),
	};
}

/** When each lead had its first effect. */
function beginningsOf(acts: readonly Act[]): number[] {
	const first = new Map<string, number>();
	for (const { marker, at } of acts) {
		if (at !== null) first.set(marker, Math.min(at, first.get(marker) ?? at));
	}
	return [...first.values()];
}
