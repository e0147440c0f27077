import { describe, expect, test } from 'vitest';
import { type Environment, encodeEnvironment, readAssignment, readEnvironment } from '../../lib/runtime/environment.ts';

const full: Environment = {
  table: 'Seaward-Table',
  objects: 's3://bucket',
  stack: 'Seaward',
  stateMachineArn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:M',
  local: false,
  databases: [{ name: 'shop', host: 'db', port: 1521, secretArn: 'arn:aws:secretsmanager:x' }],
};

describe('the environment', () => {
  test.each([
    ['of a deployment', full],
    ['of one machine', { ...full, objects: 'file:///tmp/state', stateMachineArn: null, local: true, databases: [] }],
  ])('%s is read as it was written', (_, environment) => {
    expect(readEnvironment(encodeEnvironment(environment))).toEqual(environment);
  });

  test('holds no variable for what is null, false or empty', () => {
    const written = encodeEnvironment({ ...full, stateMachineArn: null, databases: [] });
    expect(written).toEqual({
      SEAWARD_TABLE: 'Seaward-Table',
      SEAWARD_OBJECTS: 's3://bucket',
      SEAWARD_STACK: 'Seaward',
    });
  });

  test.each([
    ['SEAWARD_TABLE', { SEAWARD_OBJECTS: 's3://b', SEAWARD_STACK: 's' }],
    ['SEAWARD_OBJECTS', { SEAWARD_TABLE: 't', SEAWARD_OBJECTS: 'http://b', SEAWARD_STACK: 's' }],
    ['SEAWARD_LOCAL', { SEAWARD_TABLE: 't', SEAWARD_OBJECTS: 's3://b', SEAWARD_STACK: 's', SEAWARD_LOCAL: 'yes' }],
  ])('names %s when it is missing or malformed', (name, variables) => {
    expect(() => readEnvironment(variables)).toThrow(name);
  });

  test('a worker learns for whom it works', () => {
    const variables = { SEAWARD_PROJECT_ID: 'p', SEAWARD_GENERATION: '12', SEAWARD_TASK_TOKEN: 't' };
    expect(readAssignment(variables)).toEqual({ projectId: 'p', generation: 12, token: 't', objectId: null });
    expect(() => readAssignment({ ...variables, SEAWARD_GENERATION: '1.5' })).toThrow('SEAWARD_GENERATION');
  });
});
