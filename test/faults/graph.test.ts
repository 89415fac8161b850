import { graphFaults } from './graph.ts';
import { itSurvives } from './it-survives.ts';

itSurvives(graphFaults);
