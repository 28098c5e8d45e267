import type { PictureSubject } from '../../explain/picture-subject.js';
import { drawAction } from './action.js';
import { drawBars } from './bars.js';
import { choosePicture, type FormulaPicture } from './choose.js';
import { drawContours } from './contours.js';
import { drawGraph } from './graph.js';
import { recurrencePicture } from './recurrence.js';
import { drawSteps } from './steps.js';
import { drawTable } from './table.js';

export { PICTURE_STYLE } from './look.js';
export { drawRuns } from './runs.js';

/** The picture that suits a formula, as SVG; undefined where none does. */
export function drawFormula(subject: PictureSubject): string | undefined {
  const steps = recurrencePicture(subject);
  if (steps) return drawSteps(steps);
  const picture = choosePicture(subject);
  return picture && draw(picture);
}

function draw(picture: FormulaPicture): string {
  switch (picture.kind) {
    case 'graph':
      return drawGraph(picture);
    case 'bars':
      return drawBars(picture);
    case 'contours':
      return drawContours(picture);
    case 'action':
      return drawAction(picture);
    case 'table':
      return drawTable(picture);
  }
}
