import { itSurvives } from './it-survives.ts';
import { timeFaults } from './time.ts';

itSurvives(timeFaults);
