import { contentFaults } from './content.ts';
import { itSurvives } from './it-survives.ts';

itSurvives(contentFaults);
