import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../parameterReader';

/** What one item asks of a service: where, and with what content. */
export interface EffectDraft {
	/** The part of the key that says where, e.g. `sales-hot`. */
	destination: string;
	/** Plain values; texts may hold `{{ lead.name }}`, which the service fills and escapes. */
	content: Record<string, unknown>;
	/** Moment before which it is not done, ISO 8601; left out: now. */
	notBefore?: string;
}

/** One kind of effect: its fields on the canvas and how they become content. */
export interface EffectModule {
	/** Name on the canvas. */
	label: string;
	/** One line under the name. */
	description: string;
	/** Imperative phrase for the node panel, e.g. `Send a slack message`. */
	action: string;
	/** The ledger's name of the kind, e.g. `slack.message`. */
	kind: string;
	/** The word in the key, e.g. `slack-message`. */
	keyWord: string;
	/** Where the receipt goes in the item: `receipts.<name>`. */
	receipt: string;
	properties: INodeProperties[];
	/** @throws MendableError when a path that must lead somewhere leads nowhere */
	draft(parameters: ParameterReader): EffectDraft;
}
