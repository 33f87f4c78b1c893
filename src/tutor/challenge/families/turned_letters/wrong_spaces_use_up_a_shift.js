function turnLetters(text, shifts) {
  return text.replace(/[a-zA-Z]/g, (letter, at) => {
    const first = letter >= "a" ? 97 : 65;
    const place = (((letter.charCodeAt(0) - first + shifts[at % shifts.length]) % 26) + 26) % 26;
    return String.fromCharCode(first + place);
  });
}
