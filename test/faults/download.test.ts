import { downloadFaults } from './download.ts';
import { itSurvives } from './it-survives.ts';

itSurvives(downloadFaults);
