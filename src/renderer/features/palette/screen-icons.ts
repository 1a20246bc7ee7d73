import type { LucideIcon } from 'lucide-react';
import type { PlaceKey } from '../../../shared/face/places.ts';

/** Beside each place of the window. */
export type ScreenIcons = Readonly<Record<PlaceKey, { readonly icon: LucideIcon }>>;
