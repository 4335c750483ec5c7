/** The page's only script: highlights the path of the target that is pointed at or focused, and shows its evidence. */
export const SCRIPT = `
document.documentElement.classList.add('scripted');
const rows = [...document.querySelectorAll('tr[data-target]')];
const light = (index) => {
  const name = rows[index]?.dataset.path;
  for (const each of document.querySelectorAll('[data-target]')) each.classList.toggle('lit', each.dataset.target === index);
  for (const each of document.querySelectorAll('.path[data-path]')) each.classList.toggle('lit', each.dataset.path === name);
  for (const each of document.querySelectorAll('button')) each.setAttribute('aria-expanded', String(each.closest('tr').dataset.target === index));
};
for (const each of document.querySelectorAll('tr[data-target], .target')) {
  each.addEventListener('pointerenter', () => light(each.dataset.target));
  each.addEventListener('focusin', () => light(each.dataset.target));
  each.addEventListener('click', () => light(each.dataset.target));
}
if (rows.length > 0) light('0');
`;
