/** A server's own look on its posters; what is absent is the theme's. */
export interface PosterBrand {
  /** `#RRGGBB`, already corrected for contrast with the theme it is used on. */
  readonly accent?: string;
  readonly logo?: Logo;
}

/** A picture that was decoded and encoded anew by us: never what somebody uploaded. */
export interface Logo {
  /** PNG, sRGB with alpha, without metadata, cropped to what is not transparent. */
  readonly png: Uint8Array;
  /** Pixels; neither side is longer than 512. */
  readonly width: number;
  readonly height: number;
}
