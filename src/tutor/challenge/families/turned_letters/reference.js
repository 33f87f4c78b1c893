function turnLetters(text, shifts) {
  let letters = 0;
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const first = letter >= "a" ? 97 : 65;
    const shift = shifts[letters++ % shifts.length];
    const place = (((letter.charCodeAt(0) - first + shift) % 26) + 26) % 26;
    return String.fromCharCode(first + place);
  });
}
