function turnLetters(text, shifts) {
  let letters = 0;
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const first = letter >= "a" ? 97 : 65;
    const shift = shifts[letters++ % shifts.length];
    let place = letter.charCodeAt(0) - first;
    for (let step = 0; step < Math.abs(shift); step++) {
      place += shift > 0 ? 1 : -1;
      if (place === 26) place = 0;
      if (place === -1) place = 25;
    }
    return String.fromCharCode(first + place);
  });
}
