import { cellFaults } from './cell.ts';
import { itSurvives } from './it-survives.ts';

itSurvives(cellFaults);
