import { identityFaults } from './identity.ts';
import { itSurvives } from './it-survives.ts';

itSurvives(identityFaults);
