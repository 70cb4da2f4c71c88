/** What we ask people to allow (Instagram API with Instagram Login). */
export const INSTAGRAM_SCOPES = [
  'instagram_business_basic',
  'instagram_business_content_publish',
  'instagram_business_manage_insights',
] as const;
export type InstagramScope = (typeof INSTAGRAM_SCOPES)[number];
