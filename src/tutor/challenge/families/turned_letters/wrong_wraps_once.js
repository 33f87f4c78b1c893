function turnLetters(text, shifts) {
  let letters = 0;
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const first = letter >= "a" ? 97 : 65;
    let place = letter.charCodeAt(0) - first + shifts[letters++ % shifts.length];
    if (place > 25) place -= 26;
    if (place < 0) place += 26;
    return String.fromCharCode(first + place);
  });
}
