/** Sizes of elements as they are now. */
import { useEffect, useState, type RefObject } from 'react';

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** 0 × 0 until it is known. */
export function useSize(element: RefObject<HTMLElement>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => {
      setSize({ width: current.clientWidth, height: current.clientHeight });
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return size;
}

/** Width of one character of an element that holds `count` of them; measured with its size. */
export function useCharacterWidth(
  element: RefObject<HTMLElement>,
  count: number
): number {
  const { width } = useSize(element);
  const exact = element.current?.getBoundingClientRect().width ?? width;
  return exact > 0 ? exact / count : 8;
}
