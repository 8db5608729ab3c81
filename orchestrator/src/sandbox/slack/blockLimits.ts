/**
 * Lengths and counts that Slack documents, in characters and items, by their page under
 * docs.slack.dev/reference/block-kit. Each stands in the declarations of @slack/types 3.2.0, which
 * restate these pages; a figure marked "page" does not, and was found on the page itself, in a
 * stored copy searched 2026-11-22.
 */
export const blockLimits = {
	/** /blocks: blocks in a message (page). */
	blocksInMessage: 50,
	/** /blocks: blocks in a modal or Home tab. */
	blocksInView: 100,
	/** every block: `block_id`. */
	blockId: 255,
	/** /blocks/section-block: `text`. */
	sectionText: 3_000,
	/** /blocks/section-block: number of `fields`. */
	sectionFields: 10,
	/** /blocks/section-block: each of `fields`. */
	sectionField: 2_000,
	/** /blocks/header-block: `text`, plain_text only. */
	headerText: 150,
	/** /blocks/context-block: `elements`. */
	contextElements: 10,
	/** /composition-objects/text-object: any text. */
	anyText: 3_000,
	/** /blocks/actions-block: `elements`. */
	actionsElements: 25,
	/** /blocks/image-block and /block-elements/image-element: `image_url` (page). */
	imageUrl: 3_000,
	/**
	 * /blocks/image-block: `alt_text`; the image element names no limit and has this one here too.
	 */
	altText: 2_000,
	/** /blocks/image-block: `title`. */
	imageTitle: 2_000,
	/** /blocks/input-block: `label` and `hint`. */
	inputLabel: 2_000,
	/** /blocks/markdown-block: all markdown blocks of a message together (page). */
	markdownText: 12_000,
	/** every interactive element: `action_id`. */
	actionId: 255,
	/** /block-elements/button-element: `text`. */
	buttonText: 75,
	/** /block-elements/button-element: `url`. */
	buttonUrl: 3_000,
	/** /block-elements/button-element: `value`. */
	buttonValue: 2_000,
	/** /block-elements/button-element: `accessibility_label`. */
	accessibilityLabel: 75,
	/** /block-elements/select-menu-element: `placeholder`. */
	placeholder: 150,
	/** /block-elements/select-menu-element: `options`. */
	selectOptions: 100,
	/** /block-elements/overflow-menu-element: `options`. */
	overflowOptions: 5,
	/** /block-elements/radio-button-group-element and checkboxes: `options`. */
	choiceOptions: 10,
	/** /composition-objects/option-object: `text` and `description`. */
	optionText: 75,
	/** /composition-objects/option-object: `value` (page; the declarations still say 75). */
	optionValue: 150,
	/** /composition-objects/confirmation-dialog-object: `title`. */
	confirmTitle: 100,
	/** /composition-objects/confirmation-dialog-object: `text`. */
	confirmText: 300,
	/** /composition-objects/confirmation-dialog-object: `confirm` and `deny`. */
	confirmButton: 30,
	/** Modal view: `title`, `submit` and `close`. */
	viewTitle: 24,
	/** Any view: `private_metadata`. */
	privateMetadata: 3_000,
} as const;

/**
 * Limits of a message beside its blocks, by the pages of the methods under
 * docs.slack.dev/reference/methods, as found in stored copies searched 2026-11-22.
 */
export const messageLimits = {
	/**
	 * chat.postMessage: characters of `text`. Slack cuts what is longer; here it is refused, to be
	 * seen.
	 */
	text: 40_000,
	/** chat.update: characters of `text` (`msg_too_long`). */
	updateText: 4_000,
	/** chat.postMessage: `attachments` (`too_many_attachments`). */
	attachments: 100,
	/** Bytes of the JSON: our own bound; the pages name `metadata_too_large` without a figure. */
	metadataBytes: 8_000,
} as const;
