/** Whether the records that a plugin is given are of the kind that nobody wants to find again in a history. */
export const inputPrivacies = ['ordinary', 'sensitive'] as const;
export type InputPrivacy = (typeof inputPrivacies)[number];
