/** The page's only script: highlights the paths of what is pointed at or focused, and shows the evidence for a target. */
export const SCRIPT = `
document.documentElement.classList.add('scripted');
const all = (selector) => [...document.querySelectorAll(selector)];
const rows = all('tr[data-target]');
const light = (index) => {
  for (const each of all('[data-target]')) each.classList.toggle('lit', each.dataset.target === index);
  for (const each of all('tr[data-target] button')) each.setAttribute('aria-expanded', String(each.closest('tr').dataset.target === index));
};
const fade = (isPointed) => { for (const each of all('.picture')) each.classList.toggle('pointed', isPointed); };
for (const each of all('tr[data-target], .target, .path[data-target]')) {
  const point = () => { fade(true); light(each.dataset.target); };
  each.addEventListener('pointerenter', point);
  each.addEventListener('focusin', point);
  each.addEventListener('click', () => {
    point();
    document.getElementById('evidence-' + each.dataset.target)?.scrollIntoView({ block: 'nearest' });
  });
  each.addEventListener('pointerleave', () => fade(false));
  each.addEventListener('focusout', () => fade(false));
}
for (const each of all('[data-box]')) {
  const near = (isNear) => {
    fade(isNear);
    for (const path of each.ownerSVGElement.querySelectorAll('.path')) path.classList.toggle('beside', isNear && path.dataset.boxes.split(' ').includes(each.dataset.box));
  };
  each.addEventListener('pointerenter', () => near(true));
  each.addEventListener('pointerleave', () => near(false));
}
if (rows.length > 0) light('0');
`;
