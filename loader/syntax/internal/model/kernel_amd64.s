#include "textflag.h"

// Z16, Z17: 32 columns of four weight rows. A row's four inputs are broadcast to every column.
#define ROWVNNI(addr, lo, hi) \
	VPBROADCASTD addr, Z18 \
	VPDPBUSD Z16, Z18, lo \
	VPDPBUSD Z17, Z18, hi

#define STORE512(lo, hi) \
	VMOVDQU32 lo, (DI) \
	VMOVDQU32 hi, 64(DI) \
	ADDQ AX, DI

#define START512(lo, hi) \
	VMOVDQA32 Z16, lo \
	VMOVDQA32 Z17, hi

// func tileVNNI(acc *int32, cols int, x *int8, stride int, w *int8, quads int, start *int32)
TEXT ·tileVNNI(SB), NOSPLIT, $0-56
	MOVQ acc+0(FP), DI
	MOVQ cols+8(FP), AX
	MOVQ x+16(FP), SI
	MOVQ stride+24(FP), R8
	MOVQ w+32(FP), DX
	MOVQ quads+40(FP), CX
	MOVQ start+48(FP), BX
	SHLQ $2, AX
	LEAQ (R8)(R8*2), R9   // 3 rows
	LEAQ (R8)(R8*4), R10  // 5 rows
	LEAQ (R9)(R8*4), R11  // 7 rows
	VMOVDQU32 (BX), Z16
	VMOVDQU32 64(BX), Z17
	START512(Z0, Z1)
	START512(Z2, Z3)
	START512(Z4, Z5)
	START512(Z6, Z7)
	START512(Z8, Z9)
	START512(Z10, Z11)
	START512(Z12, Z13)
	START512(Z14, Z15)
loop:
	VMOVDQU32 (DX), Z16
	VMOVDQU32 64(DX), Z17
	ROWVNNI((SI), Z0, Z1)
	ROWVNNI((SI)(R8*1), Z2, Z3)
	ROWVNNI((SI)(R8*2), Z4, Z5)
	ROWVNNI((SI)(R9*1), Z6, Z7)
	ROWVNNI((SI)(R8*4), Z8, Z9)
	ROWVNNI((SI)(R10*1), Z10, Z11)
	ROWVNNI((SI)(R9*2), Z12, Z13)
	ROWVNNI((SI)(R11*1), Z14, Z15)
	ADDQ $4, SI
	ADDQ $128, DX
	DECQ CX
	JNZ loop
	STORE512(Z0, Z1)
	STORE512(Z2, Z3)
	STORE512(Z4, Z5)
	STORE512(Z6, Z7)
	STORE512(Z8, Z9)
	STORE512(Z10, Z11)
	STORE512(Z12, Z13)
	STORE512(Z14, Z15)
	VZEROUPPER
	RET

// func bytesAVX512(b *int8, x *int16, n int)
TEXT ·bytesAVX512(SB), NOSPLIT, $0-24
	MOVQ b+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	MOVL $0x80808080, AX
	VPBROADCASTD AX, Y1
	XORQ AX, AX
loop:
	VMOVDQU16 (SI)(AX*2), Z0
	VPMOVWB Z0, Y0
	VPXOR Y1, Y0, Y0
	VMOVDQU Y0, (DI)(AX*1)
	ADDQ $32, AX
	CMPQ AX, CX
	JLT loop
	VZEROUPPER
	RET

#define ROWAVX2(addr, lo, hi) \
	VPBROADCASTD addr, Y10 \
	VPMADDWD Y8, Y10, Y11 \
	VPMADDWD Y9, Y10, Y12 \
	VPADDD Y11, lo, lo \
	VPADDD Y12, hi, hi

#define STORE256(lo, hi) \
	VMOVDQU lo, (DI) \
	VMOVDQU hi, 32(DI) \
	ADDQ AX, DI

// func tileAVX2(acc *int32, cols int, x *int16, stride int, w *int8, pairs int)
TEXT ·tileAVX2(SB), NOSPLIT, $0-48
	MOVQ acc+0(FP), DI
	MOVQ cols+8(FP), AX
	MOVQ x+16(FP), SI
	MOVQ stride+24(FP), R8
	MOVQ w+32(FP), DX
	MOVQ pairs+40(FP), CX
	SHLQ $2, AX
	SHLQ $1, R8
	LEAQ (R8)(R8*2), R9
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
loop:
	VPMOVSXBW (DX), Y8
	VPMOVSXBW 16(DX), Y9
	ROWAVX2((SI), Y0, Y1)
	ROWAVX2((SI)(R8*1), Y2, Y3)
	ROWAVX2((SI)(R8*2), Y4, Y5)
	ROWAVX2((SI)(R9*1), Y6, Y7)
	ADDQ $4, SI
	ADDQ $64, DX
	DECQ CX
	JNZ loop
	STORE256(Y0, Y1)
	STORE256(Y2, Y3)
	STORE256(Y4, Y5)
	STORE256(Y6, Y7)
	VZEROUPPER
	RET

// func linearVector(y *float32, acc *int32, scale, bias *float32, n int)
TEXT ·linearVector(SB), NOSPLIT, $0-40
	MOVQ y+0(FP), DI
	MOVQ acc+8(FP), SI
	MOVQ scale+16(FP), DX
	MOVQ bias+24(FP), R8
	MOVQ n+32(FP), CX
	XORQ AX, AX
loop:
	VCVTDQ2PS (SI)(AX*4), Y0
	VMULPS (DX)(AX*4), Y0, Y0
	VADDPS (R8)(AX*4), Y0, Y0
	VMOVUPS Y0, (DI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT loop
	VZEROUPPER
	RET

// func squashVector(y *float32, acc *int32, scale, bias *float32, n int)
TEXT ·squashVector(SB), NOSPLIT, $0-40
	MOVQ y+0(FP), DI
	MOVQ acc+8(FP), SI
	MOVQ scale+16(FP), DX
	MOVQ bias+24(FP), R8
	MOVQ n+32(FP), CX
	XORQ AX, AX
	MOVL $0x3f800000, R9
	VMOVD R9, X3
	VPBROADCASTD X3, Y3
loop:
	VCVTDQ2PS (SI)(AX*4), Y0
	VMULPS (DX)(AX*4), Y0, Y0
	VADDPS (R8)(AX*4), Y0, Y0
	VMULPS Y0, Y0, Y1
	VADDPS Y3, Y1, Y1
	VSQRTPS Y1, Y1
	VDIVPS Y1, Y0, Y0
	VMOVUPS Y0, (DI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT loop
	VZEROUPPER
	RET

// One vector of states: p += (z/2+1/2)*(h-p).
#define MOVE(off, p) \
	VMOVUPS off(SI), Y8 \
	VMULPS Y12, Y8, Y8 \
	VADDPS Y12, Y8, Y8 \
	VMOVUPS off(DX), Y9 \
	VSUBPS p, Y9, Y9 \
	VMULPS Y8, Y9, Y9 \
	VADDPS Y9, p, p \
	VMOVUPS p, off(DI)

// func scanVector(out *float32, outStep int, gate, cand *float32, gateStep, count int)
TEXT ·scanVector(SB), NOSPLIT, $0-48
	MOVQ out+0(FP), DI
	MOVQ outStep+8(FP), R8
	MOVQ gate+16(FP), SI
	MOVQ cand+24(FP), DX
	MOVQ gateStep+32(FP), R9
	MOVQ count+40(FP), CX
	SHLQ $2, R8
	SHLQ $2, R9
	MOVL $0x3f000000, AX
	VMOVD AX, X12
	VPBROADCASTD X12, Y12
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
loop:
	MOVE(0, Y0)
	MOVE(32, Y1)
	MOVE(64, Y2)
	MOVE(96, Y3)
	ADDQ R8, DI
	ADDQ R9, SI
	ADDQ R9, DX
	DECQ CX
	JNZ loop
	VZEROUPPER
	RET

// func addVector(y, x *float32, n int)
TEXT ·addVector(SB), NOSPLIT, $0-24
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
loop:
	VMOVUPS (DI)(AX*4), Y0
	VADDPS (SI)(AX*4), Y0, Y0
	VMOVUPS Y0, (DI)(AX*4)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT loop
	VZEROUPPER
	RET

// func quantiseVector(q *int16, x *float32, inv, limit float32, n int)
TEXT ·quantiseVector(SB), NOSPLIT, $0-32
	MOVQ q+0(FP), DI
	MOVQ x+8(FP), SI
	VBROADCASTSS inv+16(FP), Y4
	VBROADCASTSS limit+20(FP), Y5
	MOVQ n+24(FP), CX
	VXORPS Y6, Y6, Y6
	VSUBPS Y5, Y6, Y6
	XORQ AX, AX
loop:
	VMULPS (SI)(AX*4), Y4, Y0
	VMAXPS Y6, Y0, Y0
	VMINPS Y5, Y0, Y0
	VCVTPS2DQ Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPACKSSDW X1, X0, X0
	VMOVDQU X0, (DI)(AX*2)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT loop
	VZEROUPPER
	RET

// func dotVector(a, b *int16, n int) int32
TEXT ·dotVector(SB), NOSPLIT, $0-28
	MOVQ a+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
	VPXOR Y0, Y0, Y0
loop:
	VMOVDQU (DI)(AX*2), Y1
	VPMADDWD (SI)(AX*2), Y1, Y1
	VPADDD Y1, Y0, Y0
	ADDQ $16, AX
	CMPQ AX, CX
	JLT loop
	VEXTRACTI128 $1, Y0, X1
	VPADDD X1, X0, X0
	VPSHUFD $0x4e, X0, X1
	VPADDD X1, X0, X0
	VPSHUFD $0xb1, X0, X1
	VPADDD X1, X0, X0
	VMOVD X0, AX
	MOVL AX, ret+24(FP)
	VZEROUPPER
	RET
