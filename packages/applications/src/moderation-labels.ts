/** Classes of the moderation model that the npm package nsfwjs ships, in the order of its outputs. */
export const moderationLabels: readonly string[] = ['Drawing', 'Hentai', 'Neutral', 'Porn', 'Sexy'];
