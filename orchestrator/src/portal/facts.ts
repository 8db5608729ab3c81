import type { Language } from '../../../nodes/domain/language';
import type { Money } from '../../../nodes/domain/money';
import type { DeliveryKind } from '../ledger/deliveries';
import type { Stage } from './stage';

/** A file that a client may fetch. */
export interface PortalFile {
	name: string;
	/** null where nobody counted them. */
	bytes: number | null;
	mediaType: string;
	/** Hex, of the content that was approved. */
	sha256: string;
	/** Where it is made for, e.g. `instagram`. */
	platforms: string[];
	/** What is known of its shape, e.g. `9:16`, `1080×1920`. */
	shape: string[];
}

/** A delivery that a client has. */
export interface PortalDelivery {
	id: string;
	deal: string;
	/** 1 for the first of its project. */
	version: number;
	kind: DeliveryKind;
	at: Date;
	/** End of the downloads; null where none is set. */
	expiresAt: Date | null;
	/** Whether that end has come. */
	isOver: boolean;
	files: PortalFile[];
}

/** An invoice as its client sees it. */
export interface PortalInvoice {
	/** null until Stripe has given one. */
	number: string | null;
	state: 'open' | 'overdue' | 'paid' | 'void';
	total: Money;
	dueAt: Date | null;
	paidAt: Date | null;
	/** Where it can be paid; null where it need not be. */
	payUrl: string | null;
	pdfUrl: string | null;
}

/** A project of a client. */
export interface PortalProject {
	deal: string;
	/** null while HubSpot is away and nothing else names it. */
	name: string | null;
	stage: Stage;
	/** When it is promised for; null once it is delivered, or while nothing is promised. */
	dueAt: Date | null;
	/** Newest first. */
	deliveries: PortalDelivery[];
	/** Newest first. */
	invoices: PortalInvoice[];
}

/** Everything that a client sees of their own. */
export interface PortalFacts {
	/** As HubSpot or the link has it. */
	name: string | null;
	language: Language | null;
	/** IANA zone that days are written in. */
	zone: string;
	/** What is at work first, then the newest. */
	projects: PortalProject[];
	/** Whether HubSpot did not answer: projects without delivery or invoice may be missing. */
	isPartial: boolean;
}

/** One delivery with what stands around it. */
export interface PortalDeliveryFacts {
	delivery: PortalDelivery;
	/** Name of its project; null where nobody wrote it down. */
	project: string | null;
	language: Language | null;
	zone: string;
}
