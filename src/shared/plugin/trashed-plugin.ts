import type { ComponentType } from './component-type.ts';

/** An uninstalled plugin that can be brought back as it was. */
export interface TrashedPlugin {
	/** `<name>@<8 hex digits>`: a plugin of one name may have gone more than once. */
	readonly id: string;
	readonly name: string;
	/** As its author wrote it; null: not said. */
	readonly version: string | null;
	/** Of the module in use when it went, hex; null: it never could be used. */
	readonly sha256: string | null;
	readonly type: ComponentType | null;
	/** Unix ms. */
	readonly deletedAt: number;
	/** What its files take, bytes. */
	readonly fileBytes: number;
	/** What it wrote, in its data folder and its state, bytes; 0 also once a plugin of the very same module got it. */
	readonly dataBytes: number;
	/** What it wrote is kept for the very same module, also once it went from the trash. */
	readonly keepData: boolean;
	/** A grant was in force, and is again once it is restored. */
	readonly hasGrant: boolean;
	/** A plugin of this name is installed: it has to go before this one can come back. */
	readonly isTaken: boolean;
}

/** Uninstalled plugins, those that went last first. */
export interface PluginTrashAnswer {
	readonly plugins: readonly TrashedPlugin[];
	readonly total: number;
	/** What all of them take on the disk, about. */
	readonly bytes: number;
	/** How long each of them stays, ms. */
	readonly keptMs: number;
}
