/**
 * The facts that the words about each formula must carry, by its id in seed-formulas.yaml: one regular expression a fact, or
 * several where one fact has several halves. They ask for the fact, not for a wording.
 */
export const FACTS: Readonly<Record<string, readonly RegExp[]>> = {
  'momentum-ruder': [
    /(last|old|previous) (step|change|velocity)/,
    /(scaled|new|current) (gradient|push)/,
    /before anything that multiplies|binds before|read it (first|before)/,
    /`J` is [^`]*loss/,
    /`\\theta` is [^`]*parameters/,
    /`\\eta` is [^`]*learning rate/,
    /`\\gamma` is [^`]*momentum/,
    /less one step|subtract|taken away|taken back/,
  ],
  'momentum-ng': [
    /(running|moving) average of \$?dW/,
    /`dW` is [^`]*gradient/,
    /`\\alpha` is [^`]*learning rate/,
    /`W` is [^`]*weights/,
    /less one step|subtract|taken away|taken back/,
  ],
  rmsprop: [
    /average of (the )?(squared gradients|squares of the gradients)|average of \$?dW\^2\$? \(the squared gradients?/,
    /divided by|below the bar|\bover\b/,
    /square root|\broot\b/,
  ],
  adam: [
    /average of the gradients/,
    /average of (their squares|the squared gradients)/,
    /above the bar|numerator|\bthe top\b/,
    /below( it| the bar)?|denominator/,
    /`\\epsilon` is [^`]*(keeps|makes)[^`]*division[^`]*safe/,
  ],
  'chain-rule': [/link|passed on|in turn|one after the other/, /backprop/i],
  softmax: [/softmax/, /positive/, /(add up|sum) to 1/, /(takes?|gets?) most|winner/],
  'luong-score': [
    /fade|leave (it )?out|without (it|the matrix)|take (it )?away/,
    /dot product/,
    /similar|agree|same way|alike/,
    /hidden state|encoder state|decoder state/,
  ],
  'attention-weights-as-printed': [
    /softmax/,
    /exp/,
    /without exp|missing|left out|not put through/,
    /(add up|sum) to 1/,
  ],
  'attention-weights': [/softmax/, /score/, /(add up|sum) to 1/],
  'context-vector': [
    /average of/,
    /`\\bar\{?\{?\\mathbf\{h\}_?s?\}?[^`]*` is [^`]*(encoder|hidden) states?/,
    /`\\alpha_?\{?[^`]*` is [^`]*(softmax|attention weights)[^`]*/,
    /from before|earlier/,
  ],
  'attention-vector': [
    /fully connected|dense layer/,
    /end to end|one after the other|concatenat/,
    /context vector|weighted average from before/,
    /hidden state/,
  ],
  permutation: [
    /third row first|row 3 first/,
    /first row second|row 1 second/,
    /second row third|row 2 third/,
    /3-cycle|cycle of (3|three)|in a circle of three/,
    /transpose/,
    /inverse|undoes|puts everything back/,
  ],
  'permutation-product': [
    /third row first|row 3 first/,
    /holds|checked|is true|both sides are equal/,
    /row[^.]*(mix|combin)[^.]*rows/,
    /column[^.]*(mix|combin)[^.]*columns/,
  ],
  rotation: [/turn/, /\$\\theta\$/, /lengths?/],
  reflection: [/mirror/, /right angles to \$v\$/, /twice/],
  projection: [
    /column space|columns of|flat space/,
    /drops?|shadow/,
    /twice is doing it once|second time changes nothing/,
  ],
  lu: [/elimination/, /\$L\$ (holds|undoes|records)|steps/, /what is left/],
  qr: [
    /without stretching|lengths? .*kept|keeps? .*lengths?/,
    /how much of each|column (by|after) column|one column after/,
  ],
  eigen: [/directions?/, /stretch/, /(change|turn|translate|switch)[^.]*back|and back/],
  svd: [/turn/, /stretch/, /axes/],
  'matrix-as-columns': [/(combination|mix) of the columns/],
};
