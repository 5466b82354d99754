#include "textflag.h"

// Vector instructions that Go's assembler does not know are written as words, each beside what it says.

// func tileDot(acc *int32, cols int, x *int8, stride int, w *int8, quads int)
// V0-V15: 4 rows × 16 columns. V16-V19: 16 columns of four weight rows.
TEXT ·tileDot(SB), NOSPLIT, $0-48
	MOVD acc+0(FP), R0
	MOVD cols+8(FP), R1
	MOVD x+16(FP), R2
	MOVD stride+24(FP), R3
	MOVD w+32(FP), R4
	MOVD quads+40(FP), R5
	LSL $2, R1, R1
	ADD R2, R3, R6
	ADD R6, R3, R7
	ADD R7, R3, R8
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	VEOR V6.B16, V6.B16, V6.B16
	VEOR V7.B16, V7.B16, V7.B16
	VEOR V8.B16, V8.B16, V8.B16
	VEOR V9.B16, V9.B16, V9.B16
	VEOR V10.B16, V10.B16, V10.B16
	VEOR V11.B16, V11.B16, V11.B16
	VEOR V12.B16, V12.B16, V12.B16
	VEOR V13.B16, V13.B16, V13.B16
	VEOR V14.B16, V14.B16, V14.B16
	VEOR V15.B16, V15.B16, V15.B16
loop:
	VLD1 (R4), [V16.B16, V17.B16, V18.B16, V19.B16]
	ADD $128, R4
	WORD $0x4ddfc854 // ld1r {v20.4s}, [x2], #4
	WORD $0x4ddfc8d5 // ld1r {v21.4s}, [x6], #4
	WORD $0x4ddfc8f6 // ld1r {v22.4s}, [x7], #4
	WORD $0x4ddfc917 // ld1r {v23.4s}, [x8], #4
	WORD $0x4e949600 // sdot v0.4s, v16.16b, v20.16b
	WORD $0x4e949621 // sdot v1.4s, v17.16b, v20.16b
	WORD $0x4e949642 // sdot v2.4s, v18.16b, v20.16b
	WORD $0x4e949663 // sdot v3.4s, v19.16b, v20.16b
	WORD $0x4e959604 // sdot v4.4s, v16.16b, v21.16b
	WORD $0x4e959625 // sdot v5.4s, v17.16b, v21.16b
	WORD $0x4e959646 // sdot v6.4s, v18.16b, v21.16b
	WORD $0x4e959667 // sdot v7.4s, v19.16b, v21.16b
	WORD $0x4e969608 // sdot v8.4s, v16.16b, v22.16b
	WORD $0x4e969629 // sdot v9.4s, v17.16b, v22.16b
	WORD $0x4e96964a // sdot v10.4s, v18.16b, v22.16b
	WORD $0x4e96966b // sdot v11.4s, v19.16b, v22.16b
	WORD $0x4e97960c // sdot v12.4s, v16.16b, v23.16b
	WORD $0x4e97962d // sdot v13.4s, v17.16b, v23.16b
	WORD $0x4e97964e // sdot v14.4s, v18.16b, v23.16b
	WORD $0x4e97966f // sdot v15.4s, v19.16b, v23.16b
	SUBS $1, R5
	BNE loop
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD R1, R0
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (R0)
	ADD R1, R0
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (R0)
	ADD R1, R0
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R0)
	RET

// func tileNEON(acc *int32, cols int, x *int8, stride int, w *int8, quads int)
// V0-V15: 4 rows × 16 columns. V16, V17 and V18, V19: 16 columns of two pairs of weight rows. The sum of two products of
// -127 to 127 fits 16 bits.
TEXT ·tileNEON(SB), NOSPLIT, $0-48
	MOVD acc+0(FP), R0
	MOVD cols+8(FP), R1
	MOVD x+16(FP), R2
	MOVD stride+24(FP), R3
	MOVD w+32(FP), R4
	MOVD quads+40(FP), R5
	LSL $2, R1, R1
	ADD R2, R3, R6
	ADD R6, R3, R7
	ADD R7, R3, R8
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	VEOR V6.B16, V6.B16, V6.B16
	VEOR V7.B16, V7.B16, V7.B16
	VEOR V8.B16, V8.B16, V8.B16
	VEOR V9.B16, V9.B16, V9.B16
	VEOR V10.B16, V10.B16, V10.B16
	VEOR V11.B16, V11.B16, V11.B16
	VEOR V12.B16, V12.B16, V12.B16
	VEOR V13.B16, V13.B16, V13.B16
	VEOR V14.B16, V14.B16, V14.B16
	VEOR V15.B16, V15.B16, V15.B16
loop:
	VLD1 (R4), [V16.B16, V17.B16]
	ADD $64, R4
	VLD1 (R4), [V18.B16, V19.B16]
	ADD $64, R4
	WORD $0x4ddfc454 // ld1r {v20.8h}, [x2], #2
	WORD $0x4ddfc455 // ld1r {v21.8h}, [x2], #2
	WORD $0x0e34c216 // smull v22.8h, v16.8b, v20.8b
	WORD $0x4e34c217 // smull2 v23.8h, v16.16b, v20.16b
	WORD $0x0e34c238 // smull v24.8h, v17.8b, v20.8b
	WORD $0x4e34c239 // smull2 v25.8h, v17.16b, v20.16b
	WORD $0x0e358256 // smlal v22.8h, v18.8b, v21.8b
	WORD $0x4e358257 // smlal2 v23.8h, v18.16b, v21.16b
	WORD $0x0e358278 // smlal v24.8h, v19.8b, v21.8b
	WORD $0x4e358279 // smlal2 v25.8h, v19.16b, v21.16b
	WORD $0x4e606ac0 // sadalp v0.4s, v22.8h
	WORD $0x4e606ae1 // sadalp v1.4s, v23.8h
	WORD $0x4e606b02 // sadalp v2.4s, v24.8h
	WORD $0x4e606b23 // sadalp v3.4s, v25.8h
	WORD $0x4ddfc4d4 // ld1r {v20.8h}, [x6], #2
	WORD $0x4ddfc4d5 // ld1r {v21.8h}, [x6], #2
	WORD $0x0e34c216 // smull v22.8h, v16.8b, v20.8b
	WORD $0x4e34c217 // smull2 v23.8h, v16.16b, v20.16b
	WORD $0x0e34c238 // smull v24.8h, v17.8b, v20.8b
	WORD $0x4e34c239 // smull2 v25.8h, v17.16b, v20.16b
	WORD $0x0e358256 // smlal v22.8h, v18.8b, v21.8b
	WORD $0x4e358257 // smlal2 v23.8h, v18.16b, v21.16b
	WORD $0x0e358278 // smlal v24.8h, v19.8b, v21.8b
	WORD $0x4e358279 // smlal2 v25.8h, v19.16b, v21.16b
	WORD $0x4e606ac4 // sadalp v4.4s, v22.8h
	WORD $0x4e606ae5 // sadalp v5.4s, v23.8h
	WORD $0x4e606b06 // sadalp v6.4s, v24.8h
	WORD $0x4e606b27 // sadalp v7.4s, v25.8h
	WORD $0x4ddfc4f4 // ld1r {v20.8h}, [x7], #2
	WORD $0x4ddfc4f5 // ld1r {v21.8h}, [x7], #2
	WORD $0x0e34c216 // smull v22.8h, v16.8b, v20.8b
	WORD $0x4e34c217 // smull2 v23.8h, v16.16b, v20.16b
	WORD $0x0e34c238 // smull v24.8h, v17.8b, v20.8b
	WORD $0x4e34c239 // smull2 v25.8h, v17.16b, v20.16b
	WORD $0x0e358256 // smlal v22.8h, v18.8b, v21.8b
	WORD $0x4e358257 // smlal2 v23.8h, v18.16b, v21.16b
	WORD $0x0e358278 // smlal v24.8h, v19.8b, v21.8b
	WORD $0x4e358279 // smlal2 v25.8h, v19.16b, v21.16b
	WORD $0x4e606ac8 // sadalp v8.4s, v22.8h
	WORD $0x4e606ae9 // sadalp v9.4s, v23.8h
	WORD $0x4e606b0a // sadalp v10.4s, v24.8h
	WORD $0x4e606b2b // sadalp v11.4s, v25.8h
	WORD $0x4ddfc514 // ld1r {v20.8h}, [x8], #2
	WORD $0x4ddfc515 // ld1r {v21.8h}, [x8], #2
	WORD $0x0e34c216 // smull v22.8h, v16.8b, v20.8b
	WORD $0x4e34c217 // smull2 v23.8h, v16.16b, v20.16b
	WORD $0x0e34c238 // smull v24.8h, v17.8b, v20.8b
	WORD $0x4e34c239 // smull2 v25.8h, v17.16b, v20.16b
	WORD $0x0e358256 // smlal v22.8h, v18.8b, v21.8b
	WORD $0x4e358257 // smlal2 v23.8h, v18.16b, v21.16b
	WORD $0x0e358278 // smlal v24.8h, v19.8b, v21.8b
	WORD $0x4e358279 // smlal2 v25.8h, v19.16b, v21.16b
	WORD $0x4e606acc // sadalp v12.4s, v22.8h
	WORD $0x4e606aed // sadalp v13.4s, v23.8h
	WORD $0x4e606b0e // sadalp v14.4s, v24.8h
	WORD $0x4e606b2f // sadalp v15.4s, v25.8h
	SUBS $1, R5
	BNE loop
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD R1, R0
	VST1 [V4.S4, V5.S4, V6.S4, V7.S4], (R0)
	ADD R1, R0
	VST1 [V8.S4, V9.S4, V10.S4, V11.S4], (R0)
	ADD R1, R0
	VST1 [V12.S4, V13.S4, V14.S4, V15.S4], (R0)
	RET

// func narrowNEON(b *int8, x *int16, n int)
TEXT ·narrowNEON(SB), NOSPLIT, $0-24
	MOVD b+0(FP), R0
	MOVD x+8(FP), R1
	MOVD n+16(FP), R2
loop:
	VLD1.P 32(R1), [V0.H8, V1.H8]
	WORD $0x0e212802 // xtn v2.8b, v0.8h
	WORD $0x4e212822 // xtn2 v2.16b, v1.8h
	VST1.P [V2.B16], 16(R0)
	SUBS $16, R2
	BNE loop
	RET

// func linearVector(y *float32, acc *int32, scale, bias *float32, n int)
TEXT ·linearVector(SB), NOSPLIT, $0-40
	MOVD y+0(FP), R0
	MOVD acc+8(FP), R1
	MOVD scale+16(FP), R2
	MOVD bias+24(FP), R3
	MOVD n+32(FP), R4
loop:
	VLD1.P 16(R1), [V0.S4]
	VLD1.P 16(R2), [V1.S4]
	VLD1.P 16(R3), [V2.S4]
	WORD $0x4e21d800 // scvtf v0.4s, v0.4s
	WORD $0x6e21dc00 // fmul v0.4s, v0.4s, v1.4s
	WORD $0x4e22d400 // fadd v0.4s, v0.4s, v2.4s
	VST1.P [V0.S4], 16(R0)
	SUBS $4, R4
	BNE loop
	RET

// func squashVector(y *float32, acc *int32, scale, bias *float32, n int)
TEXT ·squashVector(SB), NOSPLIT, $0-40
	MOVD y+0(FP), R0
	MOVD acc+8(FP), R1
	MOVD scale+16(FP), R2
	MOVD bias+24(FP), R3
	MOVD n+32(FP), R4
	WORD $0x4f03f603 // fmov v3.4s, #1.0
loop:
	VLD1.P 16(R1), [V0.S4]
	VLD1.P 16(R2), [V1.S4]
	VLD1.P 16(R3), [V2.S4]
	WORD $0x4e21d800 // scvtf v0.4s, v0.4s
	WORD $0x6e21dc00 // fmul v0.4s, v0.4s, v1.4s
	WORD $0x4e22d400 // fadd v0.4s, v0.4s, v2.4s
	WORD $0x6e20dc01 // fmul v1.4s, v0.4s, v0.4s
	WORD $0x4e23d421 // fadd v1.4s, v1.4s, v3.4s
	WORD $0x6ea1f821 // fsqrt v1.4s, v1.4s
	WORD $0x6e21fc00 // fdiv v0.4s, v0.4s, v1.4s
	VST1.P [V0.S4], 16(R0)
	SUBS $4, R4
	BNE loop
	RET

// func scanVector(out *float32, outStep int, gate, cand *float32, gateStep, count int)
// V0-V3: 16 states.
TEXT ·scanVector(SB), NOSPLIT, $0-48
	MOVD out+0(FP), R0
	MOVD outStep+8(FP), R1
	MOVD gate+16(FP), R2
	MOVD cand+24(FP), R3
	MOVD gateStep+32(FP), R4
	MOVD count+40(FP), R5
	LSL $2, R1, R1
	LSL $2, R4, R4
	WORD $0x4f03f40c // fmov v12.4s, #0.5
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
loop:
	VLD1 (R2), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1 (R3), [V8.S4, V9.S4, V10.S4, V11.S4]
	WORD $0x6e2cdc84 // fmul v4.4s, v4.4s, v12.4s
	WORD $0x4e2cd484 // fadd v4.4s, v4.4s, v12.4s
	WORD $0x4ea0d508 // fsub v8.4s, v8.4s, v0.4s
	WORD $0x6e24dd08 // fmul v8.4s, v8.4s, v4.4s
	WORD $0x4e28d400 // fadd v0.4s, v0.4s, v8.4s
	WORD $0x6e2cdca5 // fmul v5.4s, v5.4s, v12.4s
	WORD $0x4e2cd4a5 // fadd v5.4s, v5.4s, v12.4s
	WORD $0x4ea1d529 // fsub v9.4s, v9.4s, v1.4s
	WORD $0x6e25dd29 // fmul v9.4s, v9.4s, v5.4s
	WORD $0x4e29d421 // fadd v1.4s, v1.4s, v9.4s
	WORD $0x6e2cdcc6 // fmul v6.4s, v6.4s, v12.4s
	WORD $0x4e2cd4c6 // fadd v6.4s, v6.4s, v12.4s
	WORD $0x4ea2d54a // fsub v10.4s, v10.4s, v2.4s
	WORD $0x6e26dd4a // fmul v10.4s, v10.4s, v6.4s
	WORD $0x4e2ad442 // fadd v2.4s, v2.4s, v10.4s
	WORD $0x6e2cdce7 // fmul v7.4s, v7.4s, v12.4s
	WORD $0x4e2cd4e7 // fadd v7.4s, v7.4s, v12.4s
	WORD $0x4ea3d56b // fsub v11.4s, v11.4s, v3.4s
	WORD $0x6e27dd6b // fmul v11.4s, v11.4s, v7.4s
	WORD $0x4e2bd463 // fadd v3.4s, v3.4s, v11.4s
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD R1, R0
	ADD R4, R2
	ADD R4, R3
	SUBS $1, R5
	BNE loop
	RET

// func addVector(y, x *float32, n int)
TEXT ·addVector(SB), NOSPLIT, $0-24
	MOVD y+0(FP), R0
	MOVD x+8(FP), R1
	MOVD n+16(FP), R2
loop:
	VLD1 (R0), [V0.S4]
	VLD1.P 16(R1), [V1.S4]
	WORD $0x4e21d400 // fadd v0.4s, v0.4s, v1.4s
	VST1.P [V0.S4], 16(R0)
	SUBS $4, R2
	BNE loop
	RET

// func quantiseVector(q *int16, x *float32, inv, limit float32, n int)
TEXT ·quantiseVector(SB), NOSPLIT, $0-32
	MOVD q+0(FP), R0
	MOVD x+8(FP), R1
	MOVWU inv+16(FP), R3
	MOVWU limit+20(FP), R4
	MOVD n+24(FP), R2
	VDUP R3, V4.S4
	VDUP R4, V5.S4
	WORD $0x6ea0f8a6 // fneg v6.4s, v5.4s
loop:
	VLD1.P 32(R1), [V0.S4, V1.S4]
	WORD $0x6e24dc00 // fmul v0.4s, v0.4s, v4.4s
	WORD $0x4e26f400 // fmax v0.4s, v0.4s, v6.4s
	WORD $0x4ea5f400 // fmin v0.4s, v0.4s, v5.4s
	WORD $0x4e21a800 // fcvtns v0.4s, v0.4s
	WORD $0x6e24dc21 // fmul v1.4s, v1.4s, v4.4s
	WORD $0x4e26f421 // fmax v1.4s, v1.4s, v6.4s
	WORD $0x4ea5f421 // fmin v1.4s, v1.4s, v5.4s
	WORD $0x4e21a821 // fcvtns v1.4s, v1.4s
	WORD $0x0e614800 // sqxtn v0.4h, v0.4s
	WORD $0x4e614820 // sqxtn2 v0.8h, v1.4s
	VST1.P [V0.H8], 16(R0)
	SUBS $8, R2
	BNE loop
	RET

// func dotVector(a, b *int16, n int) int32
TEXT ·dotVector(SB), NOSPLIT, $0-28
	MOVD a+0(FP), R0
	MOVD b+8(FP), R1
	MOVD n+16(FP), R2
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
loop:
	VLD1.P 32(R0), [V2.H8, V3.H8]
	VLD1.P 32(R1), [V4.H8, V5.H8]
	WORD $0x0e648040 // smlal v0.4s, v2.4h, v4.4h
	WORD $0x4e648041 // smlal2 v1.4s, v2.8h, v4.8h
	WORD $0x0e658060 // smlal v0.4s, v3.4h, v5.4h
	WORD $0x4e658061 // smlal2 v1.4s, v3.8h, v5.8h
	SUBS $16, R2
	BNE loop
	VADD V1.S4, V0.S4, V0.S4
	VADDV V0.S4, V0
	VMOV V0.S[0], R0
	MOVW R0, ret+24(FP)
	RET
