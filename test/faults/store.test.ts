import { itSurvives } from './it-survives.ts';
import { storeFaults } from './store.ts';

itSurvives(storeFaults);
