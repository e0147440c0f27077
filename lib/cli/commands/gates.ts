import { type GateAnswer, gateAnswers, type GateName, gateNames } from '../../model/gate.ts';
import type { GateItem } from '../../model/stored-item.ts';
import { answerGate } from '../../steps/answer-gate.ts';
import { allGates } from '../../steps/gate-items.ts';
import { type Command, exitCode, flagOption, textOption, UsageError } from '../command.ts';
import { localOptions, openLocalProject } from '../local-project.ts';
import { gateLines } from '../stage-text.ts';

export const gates: Command = {
  usage: 'gates [--local DIR]',
  summary: 'questions that wait for an answer, and those that were answered',
  options: localOptions,
  positionals: { min: 0, max: 0 },
  async run(context, _positionals, options) {
    await using local = await openLocalProject(context, options);
    const items: GateItem[] = [];
    for await (const { body } of allGates(local.doors.store, local.projectId)) items.push(body);
    if (flagOption(options, 'json')) {
      context.print(JSON.stringify(items.map(({ token: _token, ...rest }) => rest)));
      return exitCode.done;
    }
    for (const item of items) {
      if (item.answer === null) for (const line of gateLines(item, local.stateDirectory)) context.say(line);
      else context.say(`Gate ${item.gate} (round ${item.round}): answered ${item.answer} by ${item.by ?? 'nobody'}`);
    }
    if (items.length === 0) context.say('No gate was opened.');
    return exitCode.done;
  },
};

export const answer: Command = {
  usage: 'answer GATE CHOICE [--detail TEXT] [--local DIR]',
  summary: 'answers a gate; precheck items to skip go into --detail, comma separated',
  options: { ...localOptions, detail: { type: 'string' } },
  positionals: { min: 2, max: 2 },
  async run(context, [gateGiven = '', choiceGiven = ''], options) {
    const gate = gateNames.find((name) => name === gateGiven);
    const choice = gateAnswers.find((word) => word === choiceGiven);
    if (gate === undefined) throw new UsageError(`there is no gate ${gateGiven}; gates: ${gateNames.join(', ')}`);
    if (choice === undefined) throw new UsageError(`${choiceGiven} is no answer; answers: ${gateAnswers.join(', ')}`);
    await using local = await openLocalProject(context, options);
    const detail = textOption(options, 'detail');
    const by = context.environment['USER'] ?? 'operator';
    const reply: { gate: GateName; answer: GateAnswer } = { gate, answer: choice };
    const item = await answerGate(local.doors, {
      projectId: local.projectId,
      ...reply,
      by,
      ...(detail === undefined ? {} : { detail }),
    });
    context.say(`Gate ${item.gate} (round ${item.round}) is answered ${item.answer ?? ''} by ${item.by ?? ''}.`);
    if (flagOption(options, 'json')) context.print(JSON.stringify({ gate, round: item.round, answer: item.answer }));
    return exitCode.done;
  },
};
