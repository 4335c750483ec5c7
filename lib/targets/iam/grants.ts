/** What a policy document allows, statement by statement. */
import { isObject } from '../../lab/template/intrinsics.ts';
import type { Ground } from '../../report/inputs/found-targets.ts';
import { mapIn, type ValueReader } from '../read-value.ts';

/** The actions that one place allows, or why they are not known. */
export type Grant = Pick<Ground, 'logicalId' | 'where'> &
  (
    | { readonly actions: readonly string[] }
    /** Everything but what `NotAction` names. */
    | { readonly allBut: true }
    | { readonly problem: string }
  );

/** @param name what the places begin with, for example the name of a policy; empty for a policy that is its own resource */
export function grantsIn(document: unknown, name: string, reader: ValueReader): Grant[] {
  const { logicalId } = reader.resource;
  const place = (where: string) => ({ logicalId, where: name === '' ? where : `${name}, ${where}` });
  const { Statement } = mapIn(reader.chosen(document));
  const single = reader.chosen(Statement);
  const statements = reader.items(isObject(single) ? [single] : Statement);
  if (!statements) return [{ ...place('PolicyDocument'), problem: 'its statements cannot be read' }];
  return statements.flatMap((statement, index) =>
    grantOf(statement, place(`Statement ${index + 1}`), reader),
  );
}

function grantOf(
  statement: unknown,
  place: Pick<Ground, 'logicalId' | 'where'>,
  reader: ValueReader,
): Grant[] {
  const { Effect, Action, NotAction } = mapIn(statement);
  const effect = reader.read(Effect);
  if ('value' in effect && effect.value === 'Deny') return [];
  if (NotAction !== undefined) return [{ ...place, allBut: true }];
  const read = reader.read(Action);
  if ('problem' in read) return [{ ...place, problem: read.problem }];
  const actions = [read.value].flat();
  return actions.every((action) => typeof action === 'string')
    ? [{ ...place, actions }]
    : [{ ...place, problem: 'its Action should be a list of strings' }];
}
