import { itSurvives } from './it-survives.ts';
import { redirectFaults } from './redirect.ts';

itSurvives(redirectFaults);
