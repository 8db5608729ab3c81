/**
 * Lengths and counts that Slack enforces, in characters and items. Each comes from the page of the
 * block, element or object under docs.slack.dev/reference/block-kit, read November 2026.
 */
export const blockLimits = {
	/** /reference/block-kit/blocks: blocks in a message. */
	blocksInMessage: 50,
	/** /reference/block-kit/blocks: blocks in a modal or Home tab. */
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
	/** /blocks/image-block and /block-elements/image-element: `image_url`. */
	imageUrl: 3_000,
	/** /blocks/image-block and /block-elements/image-element: `alt_text`. */
	altText: 2_000,
	/** /blocks/image-block: `title`. */
	imageTitle: 2_000,
	/** /blocks/input-block: `label` and `hint`. */
	inputLabel: 2_000,
	/** /blocks/markdown-block: all markdown blocks of a message together. */
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
	/** /composition-objects/option-object: `value`. */
	optionValue: 150,
	/** /composition-objects/confirmation-dialog-object: `title`. */
	confirmTitle: 100,
	/** /composition-objects/confirmation-dialog-object: `text`. */
	confirmText: 300,
	/** /composition-objects/confirmation-dialog-object: `confirm` and `deny`. */
	confirmButton: 30,
	/** /surfaces/modals and /reference/views: `title`, `submit` and `close`. */
	viewTitle: 24,
	/** /reference/views: `private_metadata`. */
	privateMetadata: 3_000,
} as const;

/** Limits of a message beside its blocks. */
export const messageLimits = {
	/** docs.slack.dev/reference/methods/chat.postMessage: `text`. */
	text: 40_000,
	/** docs.slack.dev/reference/methods/chat.update: `text` (`msg_too_long`). */
	updateText: 4_000,
	/** docs.slack.dev/reference/methods/chat.postMessage: `attachments` (`too_many_attachments`). */
	attachments: 100,
	/** docs.slack.dev/messaging/message-metadata: bytes of the JSON (`metadata_too_large`). */
	metadataBytes: 8_000,
} as const;
