// What a data-flow picture says: who takes part, which frames travel, in which order. It doesn't say how that is drawn.

/** Who takes part. Each kind has a shape and a colour of its own. */
type BoxKind = 'client' | 'broker' | 'store' | 'service';

export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  readonly title: string;
  /** What it holds, one short line each. */
  readonly lines?: readonly string[];
  /**
   * From the left, starting at 0. A box with wires to the left and to the right goes between them. On a narrow screen, columns become rows.
   */
  readonly column: number;
  /** As high as its column: for the one box that everybody talks to. */
  readonly tall?: boolean;
}

export interface Wire {
  /** The box at which the arrow starts. Wired boxes stand in neighbouring columns, or next to each other in one. */
  readonly from: string;
  readonly to: string;
  /** Its number, in the order of events. Wires that carry the same thing at the same moment share one. */
  readonly step?: number;
  /** The frame, shown where there is room for it. The steps say it again, so nothing is lost where there is none. */
  readonly label?: string;
  /** What travels here does not arrive. */
  readonly lost?: boolean;
}

export interface Flow {
  /** What the picture shows, in one sentence. */
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  /** What happens at step 1, 2, …: one sentence each, with `code` in back quotes. It is the picture's text alternative too. */
  readonly steps: readonly string[];
}
